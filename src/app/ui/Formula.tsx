import { useEffect, useState } from "react";

/** A formula, typeset as MathML; its TeX source until the typesetter has come. */
export function Formula({ tex, inline = false }: { tex: string; inline?: boolean }) {
  const [markup, setMarkup] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    setMarkup(null);
    void import("katex").then(({ renderToString }) => {
      const made = renderToString(tex, { output: "mathml", displayMode: !inline, throwOnError: false });
      if (!gone) setMarkup(made);
    });
    return () => {
      gone = true;
    };
  }, [tex, inline]);
  if (markup === null) return <code className="formula">{tex}</code>;
  const made = { __html: markup };
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output, from formulas that stand in our code
  if (inline) return <span dangerouslySetInnerHTML={made} />;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output, from formulas that stand in our code
  return <div className="formula" dangerouslySetInnerHTML={made} />;
}
