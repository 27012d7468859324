/** The look of the page: light and dark, on paper, and on a phone. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2129; --quiet: #545c6b; --line: #c9ced6; --paper: #ffffff; --source: #fbf1de; --order: #efe6fa; --customer: #e3eefb; --global: #e9f3e6; --link: #1a56a8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ec; --quiet: #a7b0be; --line: #434b57; --paper: #16191e; --source: #3d3220; --order: #33264a; --customer: #1f3248; --global: #223523; --link: #86b7f5; }
}
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; overflow-wrap: anywhere; }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 4px; }
.graph { display: block; font: 12px ui-monospace, monospace; }
.graph text { fill: var(--ink); text-anchor: middle; }
.graph a:hover rect, .graph a:focus rect { stroke: var(--link); stroke-width: 2; }
.graph rect { stroke: var(--quiet); }
.graph .source rect { fill: var(--source); stroke-dasharray: 4 3; }
.graph .order rect { fill: var(--order); }
.graph .customer rect { fill: var(--customer); }
.graph .day rect { fill: var(--order); }
.graph .global rect { fill: var(--global); }
.graph .edges path { fill: none; stroke: var(--quiet); stroke-opacity: .55; }
.graph .edges path:hover { stroke: var(--link); stroke-width: 2.5; stroke-opacity: 1; }
.legend span { display: inline-block; margin-right: 1rem; padding: 0 .5rem; border: 1px solid var(--quiet); }
.legend .source { background: var(--source); border-style: dashed; }
.legend .order { background: var(--order); }
.legend .customer { background: var(--customer); }
.legend .day { background: var(--order); }
.legend .global { background: var(--global); }
nav ul { columns: 14rem; padding-left: 1.2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: .3rem .5rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line); }
code, td.type { font-family: ui-monospace, monospace; font-size: .9em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { nav, .skip { display: none; } section { break-inside: avoid-page; } .scroll { overflow: visible; border: 0; } .graph { width: 100%; height: auto; } }
`;
