import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Reached, missed, or nothing published: by sign and word, not by colour alone. */
export function Verdict({ reached }: { reached: boolean | null }) {
  const { t } = useTranslation();
  const Sign = reached === null ? IconMinus : reached ? IconCheck : IconX;
  return (
    <span className="conformance-verdict" data-reached={reached ?? undefined}>
      <Sign size="0.875rem" aria-hidden />{" "}
      {t(reached === null ? "conformance.unpublished" : reached ? "conformance.pass" : "conformance.fail")}
    </span>
  );
}

/** "25 / 25", red where something is missing. */
export function Count({ reached, total, label }: { reached: number; total: number; label?: string }) {
  return (
    <span className="conformance-count" data-all={reached === total || undefined}>
      {label && <span className="dim">{label}</span>} {reached}/{total}
    </span>
  );
}
