/** The report's styles: a page of white paper, on the screen as well. */
export const sheet = `
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { max-width: 190mm; margin: 0 auto; padding: 8mm; background: #fff; color: #16202a;
  font: 10pt/1.4 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { display: flex; align-items: baseline; justify-content: space-between; gap: 1em; border-bottom: 2px solid #1c7f90; }
h1 { margin: 0; font-size: 17pt; }
h2 { margin: 1.1em 0 0.35em; font-size: 12pt; color: #13616f; break-after: avoid; }
h3 { margin: 0.8em 0 0.2em; font-size: 10pt; break-after: avoid; }
h2 small { font-weight: 400; color: #55606b; }
p { margin: 0.3em 0; }
.research { font-weight: 700; color: #a3341f; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.2em 0.6em 0.2em 0; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
.facts th { width: 34%; font-weight: 400; color: #55606b; }
.hashes td { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 7.5pt; overflow-wrap: anywhere; }
.biomarkers thead { display: table-header-group; }
.biomarkers thead th { border-bottom: 1px solid #16202a; font-size: 9pt; }
.biomarkers tbody tr { border-bottom: 1px solid #d8dee4; }
.biomarkers tbody th { font-weight: 600; }
.value { font-variant-numeric: tabular-nums; white-space: nowrap; }
.value b { color: #a3341f; }
.none, .method, small { color: #55606b; font-size: 8.5pt; }
.dot { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; }
.pictures { display: flex; flex-wrap: wrap; gap: 4mm; margin: 0.4em 0 0.8em; break-inside: avoid; }
figure { flex: 1 1 45mm; max-width: 80mm; margin: 0; }
figure img { display: block; width: 100%; max-height: 75mm; object-fit: contain; background: #000; }
figcaption { font-size: 8.5pt; color: #55606b; }
.bar { position: relative; display: inline-block; width: 26mm; height: 2.2mm; border-radius: 1mm; vertical-align: middle;
  background: linear-gradient(to right, #d8dee4 25%, #9fd8b4 25% 75%, #d8dee4 75%); }
.bar i { position: absolute; top: -0.8mm; width: 0.9mm; height: 3.8mm; margin-left: -0.45mm; background: #16202a; }
.bar[data-flag="L"] i, .bar[data-flag="H"] i { background: #c02f1d; }
.light-green { color: #1c7a43; } .light-amber { color: #8a6100; } .light-red { color: #a3341f; }
.notes { font-size: 8.5pt; color: #55606b; }
.quality { padding-left: 1.2em; }
.comment { white-space: pre-wrap; }
ol { padding-left: 1.6em; font-size: 8.5pt; }
footer { margin-top: 1.5em; padding-top: 0.4em; border-top: 1px solid #d8dee4; font-weight: 700; color: #a3341f; }
@media print { body { max-width: none; padding: 0; } }
`;
