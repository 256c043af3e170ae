import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ABNORMAL, findings, organs, type Term, tissues } from "#io/terminology.table.ts";
import type { Segment } from "#session/session.ts";

const groups = [
  ["findings", findings],
  ["tissues", tissues],
  ["organs", organs],
] as const;
const everything = groups.flatMap(([, terms]) => [...terms]);

/** What a segment is of, and where: what DICOM objects say of it besides its name. */
export function PropertyChoice({
  property,
  onChange,
}: {
  property: Segment["property"];
  onChange: (next: Segment["property"]) => void;
}) {
  const { t, i18n } = useTranslation();
  const named = (term: Term) => (i18n.language.startsWith("it") ? term.it : term.en);
  const options = (terms: readonly Term[], chosen: Term["type"] | undefined) => {
    const listed = terms.map((term) => ({ value: term.type.value, label: named(term) }));
    // A code that came with a file and is not of our list stays what it is.
    const strange = chosen !== undefined && !terms.some((term) => term.type.value === chosen.value);
    return strange ? [{ value: chosen.value, label: chosen.meaning || chosen.value }, ...listed] : listed;
  };
  const known = everything.some((term) => term.type.value === property?.type.value);
  const data = groups.map(([group, terms], n) => ({
    group: t(`segments.property.${group}`),
    items: options(terms, n === 0 && !known ? property?.type : undefined),
  }));
  const choose = (value: string | null) => {
    if (value === null) return onChange(undefined);
    const term = everything.find(({ type }) => type.value === value);
    if (!term) return;
    const { category, type } = term;
    const region = category === ABNORMAL ? property?.region : undefined;
    onChange(region ? { category, type, region } : { category, type });
  };
  const place = (value: string | null) => {
    if (!property) return;
    const { category, type } = property;
    const region = organs.find((term) => term.type.value === value)?.type;
    onChange(region ? { category, type, region } : { category, type });
  };
  const text = {
    nothingFoundMessage: t("segments.property.none"),
    size: "xs",
    searchable: true,
    clearable: true,
  } as const;
  return (
    <div className="segment-property">
      <Select
        {...text}
        label={t("segments.property.what")}
        placeholder={t("segments.property.unsaid")}
        data={data}
        value={property?.type.value ?? null}
        onChange={choose}
      />
      {(property?.region || property?.category.value === ABNORMAL.value) && (
        <Select
          {...text}
          label={t("segments.property.where")}
          placeholder={t("segments.property.unsaid")}
          data={options(organs, property.region)}
          value={property.region?.value ?? null}
          onChange={place}
        />
      )}
    </div>
  );
}
