import { lookupActions, type DoctorReport } from '#contract/doctor.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import {
  checks,
  doctorWords,
  findingText,
  permissionText,
  type FindingText,
} from '../../locales/en/doctor.ts';

export type Finding = FindingText & { readonly verdict: 'good' | 'problem' | 'optional' | 'unchecked' };

export type Findings = {
  /** About the profile itself. */
  readonly settings: readonly Finding[];
  readonly permissions: readonly Finding[];
};

/** The report in words, in the order of the screen. */
export function findingsOf(report: DoctorReport, profile: ProfileSummary): Findings {
  return {
    settings: checks.map((check) => ({
      ...findingText(check, report, profile),
      verdict: report[check].verdict,
    })),
    permissions: lookupActions.map((action) => ({
      ...permissionText(action, report, profile),
      verdict: report.permissions[action].verdict,
    })),
  };
}

export const countOf = ({ settings, permissions }: Findings, verdict: Finding['verdict']): number =>
  [...settings, ...permissions].filter((finding) => finding.verdict === verdict).length;

/** The report as text, for a ticket. Holds nothing secret: no finding does. */
export function reportText(findings: Findings, profile: ProfileSummary): string {
  const lines = [...findings.settings, ...findings.permissions].map(
    ({ title, text, fix, verdict }) =>
      `[${doctorWords.verdicts[verdict]}] ${title}: ${text}${fix ? `\n    ${fix}` : ''}`,
  );
  return [
    doctorWords.title(profile.name),
    `${profile.region} · ${profile.poolId ?? '–'} · ${profile.clientId}`,
    '',
    ...lines,
  ].join('\n');
}
