import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type SuppliedValues, type SuvInput, suvBounds, suvProblems, suvTypes } from "#io/dicom/suv-request.ts";
import type { Series, SuvState } from "#io/series.ts";
import { intensityUnit } from "../../format.ts";
import { useApp } from "../../hooks/use-app.ts";
import { Section } from "../../ui/Section.tsx";

const numbers = ["weight", "height", "dose", "halfLife"] as const;

const units = { weight: "kg", height: "cm", dose: "MBq", halfLife: "s" } as const;

/** What the files say of a value, as text; "" for nothing. */
function filed({ facts }: SuvState, input: SuvInput): string {
  const [injection] = facts.injections;
  const figure = (value: number, unit: string) => (value > 0 ? `${Number(value.toPrecision(6))} ${unit}` : "");
  switch (input) {
    case "weight":
      return figure(facts.weight, "kg");
    case "height":
      return figure(facts.height, "cm");
    case "sex":
      return facts.sex;
    case "dose":
      // Below that they are MBq already, see `suvScale`.
      return injection ? figure(injection.dose < 1e5 ? injection.dose : injection.dose / 1e6, "MBq") : "";
    case "halfLife":
      return injection ? figure(injection.halfLife, "s") : "";
    case "injectionTime": {
      const at = injection?.timeOfDay ?? (injection?.at === undefined ? undefined : injection.at % 86400);
      if (at === undefined) return "";
      return new Date(1000 * at).toISOString().slice(11, 19);
    }
  }
}

/** Which SUV a PET is; where the files lack something for it, a person enters it here. */
export function SuvView({ series, suv }: { series: Series; suv: SuvState }) {
  const app = useApp();
  const { t } = useTranslation();
  const [type, setType] = useState(suv.request.type);
  const [draft, setDraft] = useState<SuppliedValues>(suv.request.supplied);
  const bad = new Set(suvProblems(draft));
  const change = <K extends SuvInput>(input: K, value: SuppliedValues[K] | undefined) => {
    const { [input]: _, ...rest } = draft;
    setDraft(value === undefined ? rest : { ...rest, [input]: value });
  };
  const words = (inputs: readonly SuvInput[]) => inputs.map((i) => t(`images.suv.input.${i}`)).join(", ");
  const about = (input: SuvInput) => {
    const value = filed(suv, input);
    return value ? t("images.suv.fromFile", { value }) : t("images.suv.absent");
  };
  const lacks = (input: SuvInput) => suv.missing.includes(input) || undefined;
  const error = (input: (typeof numbers)[number]) => {
    if (!bad.has(input)) return undefined;
    const [low, high] = suvBounds[input];
    return t("images.suv.bounds", { low, high, unit: units[input] });
  };
  const isChanged = JSON.stringify([type, draft]) !== JSON.stringify([suv.request.type, suv.request.supplied]);
  const supplied = Object.keys(suv.request.supplied).length > 0;
  const field = (input: (typeof numbers)[number]) => (
    <NumberInput
      key={input}
      label={t(`images.suv.input.${input}`)}
      description={about(input)}
      value={draft[input] ?? ""}
      suffix={` ${units[input]}`}
      error={error(input)}
      data-lacks={lacks(input)}
      title={input === "halfLife" ? t("images.suv.halfLifeMore") : undefined}
      onChange={(next) => change(input, next === "" ? undefined : Number(next))}
    />
  );
  return (
    <Section title={t("images.suv.title")}>
      <form
        className="suv"
        onSubmit={(event) => {
          event.preventDefault();
          if (bad.size === 0) app.suv.choose(series.id, { type, supplied: draft });
        }}
      >
        <p className="small" data-suv={suv.type ? "yes" : "no"} role="status">
          {suv.type
            ? t("images.suv.now", { type: t(`images.suv.types.${suv.type}`) })
            : t("images.suv.notNow", { unit: intensityUnit(series.image.unit) || series.image.unit })}{" "}
          {!suv.type &&
            (suv.missing.length > 0
              ? t("images.suv.missing", { what: words(suv.missing) })
              : t("images.suv.impossible"))}
          {suv.type && Object.keys(suv.supplied).length > 0 && (
            <strong>{t("images.suv.entered", { what: words(Object.keys(suv.supplied) as SuvInput[]) })}</strong>
          )}
        </p>
        <NativeSelect
          label={t("images.suv.type")}
          value={type}
          data={suvTypes.map((value) => ({ value, label: t(`images.suv.types.${value}`) }))}
          onChange={(event) => setType(suvTypes.find((s) => s === event.currentTarget.value) ?? "BW")}
        />
        <div className="fields">
          {field("weight")}
          {field("height")}
          <NativeSelect
            label={t("images.suv.input.sex")}
            description={about("sex")}
            value={draft.sex ?? ""}
            data-lacks={lacks("sex")}
            data={[
              { value: "", label: t("images.suv.asFiled") },
              { value: "F", label: t("sex.F") },
              { value: "M", label: t("sex.M") },
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change("sex", value === "F" || value === "M" ? value : undefined);
            }}
          />
          {field("dose")}
          {field("halfLife")}
          <TextInput
            label={t("images.suv.input.injectionTime")}
            description={about("injectionTime")}
            value={draft.injectionTime ?? ""}
            title={t("images.suv.timeMore")}
            error={bad.has("injectionTime") ? t("images.suv.badTime") : undefined}
            data-lacks={lacks("injectionTime")}
            onChange={(event) => change("injectionTime", event.currentTarget.value.trim() || undefined)}
          />
        </div>
        <div className="row">
          <Button type="submit" disabled={!isChanged || bad.size > 0}>
            {t("images.suv.apply")}
          </Button>
          {supplied && (
            <Button variant="default" onClick={() => app.suv.choose(series.id, { type: "BW", supplied: {} })}>
              {t("images.suv.back")}
            </Button>
          )}
        </div>
      </form>
    </Section>
  );
}
