export function clippedTexts(): string[];
export function crowdedTexts(): string[];
export function scrollHeight(): number;
export function scrollToSection(index: number): void;
export function onShow(): number;
export function scrollWidth(): number;
export function hostileTraces(): { elements: number; attributes: number; shown: boolean };
export function focused(): { id: string; text: string };
export function unreachable(): number;
export function printed(): {
  paper: string;
  charts: string[];
  tallest: number;
  rows: number;
  hiddenRows: number;
};
export function barriers(): Promise<{ found: string[]; passed: number }>;
