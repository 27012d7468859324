/**
 * Progress of long work, as the work tells it. The command line draws it (on a terminal only);
 * tests and programs pass `silentProgress`.
 */
export interface Progress {
  /** A new stage begins: `reading orders.csv`. */
  stage(text: string): void;
  /** Share of the stage that is done, 0 to 1. */
  fraction(done: number): void;
}

export const silentProgress: Progress = { stage() {}, fraction() {} };
