import { Modal, Table, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeasurementReport, ReportedGroup, ReportedNumber } from "#io/measurement-report.ts";
import { dicomDate, fullValue } from "../../format.ts";

/** A report of measurements that was opened; a click shows its numbers. */
export function ReportItem({ report }: { report: MeasurementReport }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const { title, date, groups } = report;
  const name = [title.meaning, dicomDate(date)].filter(Boolean).join(" · ");
  return (
    <div className="imported">
      <UnstyledButton className="imported-head" onClick={() => setShown(true)}>
        <span className="kind">SR</span>
        <span title={name}>{name}</span>
        <span className="dim small">{t("series.report.groups", { count: groups.length })}</span>
      </UnstyledButton>
      <Modal
        opened={shown}
        onClose={() => setShown(false)}
        title={name}
        size="64rem"
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <p className="hint">{t(report.verified ? "series.report.verified" : "series.report.unverified")}</p>
        {groups.map((group, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never change, and nothing else tells them apart
          <Group key={n} group={group} />
        ))}
      </Modal>
    </div>
  );
}

function Group({ group }: { group: ReportedGroup }) {
  const { t } = useTranslation();
  const { name, finding, site, algorithm, numbers } = group;
  const of = [finding?.meaning, site?.meaning, `${algorithm.name} ${algorithm.version}`.trim()].filter(Boolean);
  return (
    <section>
      <h3>{name || t("series.report.unnamed")}</h3>
      <p className="dim small">{of.join(" · ")}</p>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("series.report.quantity")}</Table.Th>
            <Table.Th>{t("series.report.code")}</Table.Th>
            <Table.Th>{t("series.report.method")}</Table.Th>
            <Table.Th>{t("series.report.value")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {numbers.map((number, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: numbers never change, and several may bear one code
            <Row key={n} number={number} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Row({ number }: { number: ReportedNumber }) {
  const { concept, methods, value, unit, remark } = number;
  const shown = unit && unit.value !== "1" ? unit.value : "";
  return (
    <Table.Tr>
      <Table.Td>{concept.meaning}</Table.Td>
      <Table.Td>{`${concept.value} ${concept.scheme}`.trim()}</Table.Td>
      <Table.Td>{methods.map((m) => m.meaning || m.value).join(", ")}</Table.Td>
      <Table.Td>{value === null ? `– ${remark}` : `${fullValue(value)} ${shown}`.trimEnd()}</Table.Td>
    </Table.Tr>
  );
}
