import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "../../commands/commands.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { Keycaps } from "../../ui/Keycaps.tsx";

const [paletteStore, palette] = createSpotlight();

/** Every command by name: type, Enter. */
export function Palette() {
  const app = useApp();
  const { t } = useTranslation();
  const { palette: wanted } = useCell(app.ui);
  useEffect(() => {
    if (wanted) palette.open();
  }, [wanted]);
  const actions = useMemo(
    () =>
      commands
        .filter((c) => c.id !== "palette")
        .map((c) => ({
          id: c.id,
          label: t(c.title, { n: c.n ?? 0 }),
          description: t(`group.${c.group}`),
          leftSection: <c.icon size="1.125rem" stroke={1.6} />,
          rightSection: c.keys[0] && <Keycaps of={c.keys[0]} />,
          onClick: () => {
            if (c.enabled?.(app) === false) return;
            // While it fades the search field would still swallow keys.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
            c.run(app);
            c.release?.(app);
          },
        })),
    [app, t],
  );
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      shortcut={null}
      scrollable
      maxHeight="24rem"
      nothingFound={t("help.paletteNone")}
      onSpotlightClose={() => app.show("palette", false)}
      searchProps={{
        placeholder: t("help.palette"),
        "aria-label": t("help.palette"),
        leftSection: <IconSearch size="1.125rem" />,
      }}
    />
  );
}
