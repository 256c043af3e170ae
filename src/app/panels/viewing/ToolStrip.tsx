import { useTranslation } from "react-i18next";
import { tools } from "../../commands/tools.ts";
import { useViewing } from "../../hooks/use-app.ts";
import { CommandButton } from "../../ui/CommandButton.tsx";

const groups = ["read", "measure", "draw", "contour"] as const;

/** The tools of the left mouse button, at the left edge of the images. */
export function ToolStrip() {
  const { t } = useTranslation();
  const inHand = useViewing((now) => now.tool);
  return (
    <div className="tool-strip" role="toolbar" aria-orientation="vertical" aria-label={t("tools.strip")}>
      {groups.map((group) => (
        <fieldset key={group} aria-label={t(`tools.${group}`)} className="tool-group">
          {tools
            .filter((tool) => tool.group === group)
            .map((tool) => (
              <CommandButton
                key={tool.id}
                id={`tool_${tool.id}`}
                position="right"
                emphasis="filled"
                active={inHand === tool.id}
              />
            ))}
        </fieldset>
      ))}
    </div>
  );
}
