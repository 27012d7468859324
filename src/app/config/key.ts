import { shown } from '../../common/messages/config.js';

/** Where a raw value stands, so that an error can name it and a relative path has a base. */
export interface Where {
  /** `--time-zone`, `CLV_TIME_ZONE` or `clv.config.json line 4, timeZone`. */
  readonly name: string;
  /** Folder against which relative paths of this source are read. */
  readonly base: string;
}

/** Text, number, boolean, list or record as a flag, the environment or JSON gives it. */
export type Parse<T> = (raw: unknown, where: Where) => T;

export interface KeyOptions<T> {
  readonly parse: Parse<T>;
  readonly fallback: NoInfer<T>;
  /** The value as people write it, where that is not its plain text. */
  readonly show?: (value: never) => string;
  /** What nothing means, where `none` would not say it. */
  readonly absent?: string;
  /** Long flag; null = no flag. Default: the key in kebab case. */
  readonly flag?: string | null;
  /** Name under which commander keeps the flag's value. Default: the key. */
  readonly attribute?: string;
  /** May stand in the config file. Default true. */
  readonly config?: boolean;
  /** Changes what a report says, so it belongs to the config digest. Default false. */
  readonly results?: boolean;
}

export interface Key<T> {
  readonly parse: Parse<T>;
  readonly fallback: T;
  readonly show: (value: unknown) => string;
  readonly flag: string | null;
  readonly attribute: string;
  readonly env: string;
  readonly config: boolean;
  readonly results: boolean;
}

/** Fills the usual case of a setting's description. */
export function key<T>(name: string, options: KeyOptions<T>): Key<T> {
  const show = (options.show as ((value: unknown) => string) | undefined) ?? plainText;
  const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return {
    parse: options.parse,
    fallback: options.fallback,
    show: (value) => (value === null ? (options.absent ?? 'none') : show(value)),
    flag: options.flag === undefined ? `--${words}` : options.flag,
    attribute: options.attribute ?? name,
    env: `CLV_${words.replaceAll('-', '_').toUpperCase()}`,
    config: options.config ?? true,
    results: options.results ?? false,
  };
}

/** Words and numbers as they are, anything else as JSON, nothing as `none`. */
function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && Object.keys(value!).length === 0 ? 'none' : shown(value);
}
