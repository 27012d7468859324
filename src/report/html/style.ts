import { type Palette, paletteOf, rolesOf } from '../figures/palette.js';

/** The one style of a page; colours are the roles of the charts' palettes, paper is always light. */
export function pageStyle(): string {
  return `:root{${variables(paletteOf('light'))}}
@media screen and (prefers-color-scheme:dark){:root{${variables(paletteOf('dark'))}}}
${RULES}`;
}

function variables(palette: Palette): string {
  return rolesOf(palette)
    .map(([role, color]) => `--${role}:${color}`)
    .join(';');
}

const RULES = `*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif;overflow-wrap:anywhere}
header,footer,.page{max-width:82rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.55rem;line-height:1.25;margin:.1rem 0 1rem}
h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .25rem}
p{margin:.25rem 0 .75rem;max-width:44rem}
a{color:var(--series-0)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--series-0);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
.quiet{color:var(--quiet);font-size:.9rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.85em}
nav h2{margin-top:0;font-size:1rem}
nav ul{list-style:none;margin:0;padding:0;font-size:.92rem}
nav ul ul{padding-left:1rem;font-size:.86rem}
nav li{margin:.15rem 0}
nav a{display:inline-block;padding:.1rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
main{min-width:0}
main>:first-child h2{margin-top:0}
dl{margin:0;max-width:44rem}
dt{font-weight:600}
dd{margin:0 0 .75rem}
main ul{padding-left:1.25rem;max-width:46rem}
main li{margin:.25rem 0}
.warnings{border-left:4px solid var(--down);padding-left:1rem}
.failed{border:2px solid var(--down);border-radius:6px;padding:1rem}
.failed h2{margin:0;border:0}
figure{margin:.75rem 0 1rem}
figcaption{font-weight:600;margin-bottom:.25rem}
figure svg{display:block;width:100%;height:auto;max-width:45rem}
.narrow{display:none}
details{margin:.5rem 0 1rem}
summary{cursor:pointer;padding:.25rem 0;color:var(--quiet)}
.scroll{overflow-x:auto;max-width:100%;margin:.25rem 0 .5rem}
table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);padding:.25rem 0;white-space:nowrap}
caption.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.28rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:normal}
th:first-child,td:first-child{padding-left:0}
thead th{vertical-align:bottom;border-bottom:2px solid var(--quiet);font-weight:600}
thead span{display:inline-block;width:max-content;max-width:7.5rem}
tbody th{font-weight:400}
tbody+tbody tr:first-child>*{border-top:2px solid var(--quiet)}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
.d{white-space:nowrap}
bdi{display:inline-block;width:max-content;max-width:20rem;overflow-wrap:break-word}
.record{width:100%;max-width:32rem}
.record td{overflow-wrap:anywhere}
.record bdi{width:auto}
.record .d{text-align:right}
.record .bar{margin:0 .6rem 0 0}
.bar{display:inline-block;width:4.5rem;height:.7em;margin-left:.6rem;fill:var(--series-0);vertical-align:baseline}
.n .bar{background:linear-gradient(var(--line),var(--line)) left/1px 100% no-repeat}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;padding-bottom:2rem}
@media (min-width:64rem){.page{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:2.5rem}nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}}
@media screen and (max-width:35rem){.wide{display:none}.narrow{display:block}header,footer,.page{padding-left:.75rem;padding-right:.75rem}h1{font-size:1.3rem}nav{margin-bottom:2rem}nav ul ul{display:none}}
@media print{@page{margin:16mm}body{font-size:10pt}nav,.skip{display:none}.page{display:block}.scroll{overflow:visible}h2,h3,article>p,figcaption,caption,summary{break-after:avoid}figure,tr,dl>*{break-inside:avoid}thead{display:table-header-group}th,td{padding:.15rem .4rem;font-size:8pt}details::details-content{content-visibility:visible;display:block;block-size:auto}bdi{max-width:11rem}thead span{width:auto}a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
