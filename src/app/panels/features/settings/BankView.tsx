import { Button, Checkbox, Progress } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Recipe } from "#engine/recipe.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { en } from "../../../i18n/en.ts";
import { type BankPreset, bankOf, bankPresets } from "../../../maps/bank.ts";

/** Several filters at once: the table of a usual radiomics study, as a file. */
export function BankView({ recipe }: { recipe: Recipe }) {
  const app = useApp();
  const { t } = useTranslation();
  const { work, problem } = useCell(app.bank.state);
  const [chosen, setChosen] = useState<readonly BankPreset[]>(["original", "log", "wavelet"]);
  const count = bankOf(chosen, recipe).length;
  const known = problem && problem.code in en.maps.problem ? (problem.code as keyof typeof en.maps.problem) : "other";
  return (
    <details className="bank">
      <summary>{t("filters.bank")}</summary>
      <p className="small dim">{t("filters.bankLead")}</p>
      {bankPresets
        .filter((preset) => preset !== "current" || recipe.filter)
        .map((preset) => (
          <Checkbox
            key={preset}
            label={t(`filters.presets.${preset}`)}
            checked={chosen.includes(preset)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              setChosen(bankPresets.filter((p) => (p === preset ? on : chosen.includes(p))));
            }}
          />
        ))}
      <div className="filter-acts">
        {work ? (
          <>
            <Progress
              className="map-grow"
              size="sm"
              value={work.total > 0 ? (100 * work.done) / work.total : 0}
              aria-label={t("filters.bank")}
            />
            <span className="small dim bank-what">{work.what.split(":")[0]}</span>
            <Button size="compact-xs" variant="default" onClick={() => app.bank.cancel()} data-filter="cancel">
              {t("maps.cancel")}
            </Button>
          </>
        ) : (
          <>
            <Button
              size="xs"
              variant="default"
              disabled={count === 0}
              onClick={() => void app.bank.run(chosen)}
              data-filter="bank"
            >
              {t("filters.bankRun")}
            </Button>
            <span className="small dim">{t("filters.bankCount", { count })}</span>
          </>
        )}
      </div>
      {problem && (
        <p className="problem" data-level="error">
          {t(`maps.problem.${known}`, problem.fields)}{" "}
          <span className="dim" lang="en">
            {problem.detail}
          </span>
        </p>
      )}
    </details>
  );
}
