import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { RecipeProblem } from "#engine/plan/check-recipe.ts";
import type { Recipe } from "#engine/recipe.ts";

type Props = {
  title: string;
  more?: string;
  of: keyof Recipe;
  problems: readonly RecipeProblem[];
  children: ReactNode;
};

/** A group of settings, with what is wrong or doubtful about them. */
export function Part({ title, more, of, problems, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const own = problems.filter((p) => p.setting.split(".")[0] === of);
  return (
    <fieldset className="part" aria-describedby={own.length > 0 ? id : undefined}>
      <legend>
        {title}
        {more && (
          <Tooltip label={more} multiline w="18rem">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
            <span className="part-more" role="img" aria-label={more} tabIndex={0}>
              <IconInfoCircle size="0.875rem" />
            </span>
          </Tooltip>
        )}
      </legend>
      {children}
      <div id={id}>
        {own.map((p) => (
          <p key={p.code} className="problem" data-level={p.level} title={p.detail}>
            {p.level === "error" ? <IconCircleX size="0.875rem" /> : <IconAlertTriangle size="0.875rem" />}
            {t(`recipe.${p.code}`, { setting: p.setting, must: "", value: "", ...p.fields, detail: p.detail })}
          </p>
        ))}
      </div>
    </fieldset>
  );
}
