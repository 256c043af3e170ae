import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FilterParam, FilterSettings } from "#engine/filters/filter.ts";
import { filterById, filters } from "#engine/filters/index.ts";
import type { RecipeProblem } from "#engine/plan/check-recipe.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { useApp } from "../../../hooks/use-app.ts";
import { freshFilter } from "../../../maps/bank.ts";
import { BankView } from "./BankView.tsx";
import { KernelView } from "./KernelView.tsx";
import { Part } from "./Part.tsx";

type Props = {
  recipe: Recipe;
  series: Series;
  problems: readonly RecipeProblem[];
  onChange: (next: Recipe["filter"]) => void;
};

/** Which image is measured: itself, or what a filter makes of it. The fields are the filter's own record. */
export function FilterPart({ recipe, series, problems, onChange }: Props) {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const language = i18n.language === "it" ? "it" : "en";
  const settings = recipe.filter;
  const filter = settings && filterById(settings.id);
  const wrong = problems.some((p) => p.level === "error");
  const own = problems.filter((p) => p.setting.startsWith("filter"));
  const set = (id: string, value: number | string | boolean) =>
    settings && onChange({ ...settings, params: { ...settings.params, [id]: value } });
  return (
    <Part title={t("filters.title")} more={t("filters.more")} of="filter" problems={problems}>
      <NativeSelect
        aria-label={t("filters.choose")}
        value={settings?.id ?? ""}
        data={[{ value: "", label: t("filters.none") }, ...filters.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => {
          const chosen = filters.find((f) => f.id === event.currentTarget.value);
          onChange(chosen && freshFilter(chosen.id, recipe.profile));
        }}
      />
      {filter && settings && (
        <>
          <p className="small dim">
            {filter.about[language]} {filter.ibsi && <code>{filter.ibsi}</code>}
          </p>
          <div className="fields">
            {filter.params.map((param) => (
              <Field
                key={param.id}
                param={param}
                language={language}
                value={settings.params[param.id] ?? param.default}
                error={own.some((p) => p.level === "error" && p.setting === `filter.params.${param.id}`)}
                onChange={(value) => set(param.id, value)}
              />
            ))}
          </div>
          {own.map((p) => (
            <p key={p.code} className="small dim" lang="en">
              {p.detail}
            </p>
          ))}
          <div className="filter-acts">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconEye size="0.875rem" />}
              title={t("filters.responseMore")}
              disabled={wrong}
              onClick={() => void respond(settings)}
              data-filter="response"
            >
              {t("filters.response")}
            </Button>
            <span className="small dim">{t("filters.onSelf", { label: filterLabel(settings) })}</span>
          </div>
          {!wrong && (
            <KernelView settings={settings} spacing={recipe.interpolation?.spacing ?? series.image.grid.spacing} />
          )}
        </>
      )}
      <BankView recipe={recipe} />
    </Part>
  );

  async function respond(chosen: FilterSettings): Promise<void> {
    app.showTab("maps");
    await app.maps.respond(chosen);
  }
}

type FieldProps = {
  param: FilterParam;
  language: "en" | "it";
  value: number | string | boolean;
  error: boolean;
  onChange: (value: number | string | boolean) => void;
};

/** One parameter, by its kind. What is typed is kept as it is: what is wrong with it is said below. */
function Field({ param, language, value, error, onChange }: FieldProps) {
  const label = param.label[language];
  const title = param.help?.[language];
  switch (param.kind) {
    case "number":
      return (
        <NumberInput
          label={label}
          title={title}
          value={typeof value === "number" ? value : param.default}
          error={error}
          suffix={param.unit === "1" ? undefined : ` ${units[param.unit]?.[language] ?? param.unit}`}
          allowDecimal={!param.integer}
          onChange={(next) => typeof next === "number" && onChange(next)}
        />
      );
    case "choice":
      return (
        <NativeSelect
          label={label}
          title={title}
          value={String(value)}
          error={error}
          data={[...param.options]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      return (
        <TextInput
          label={label}
          title={title}
          value={String(value)}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "switch":
      return (
        <Checkbox
          label={label}
          title={title}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
  }
}

const units: Readonly<Record<string, { en: string; it: string }>> = {
  voxels: { en: "voxels", it: "voxel" },
  degrees: { en: "°", it: "°" },
};
