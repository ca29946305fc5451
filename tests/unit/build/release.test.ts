import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advisoriesOn } from '#build/advisories.ts';
import { problemsOf } from '#build/check-release.ts';
import { notesOf } from '#build/release-notes.ts';

const changelog = `# Changelog

All notable changes.

## Unreleased

- Not yet

## 1.2.0 (2026-11-28)

### Added

- Something

## [1.1.0] - 2026-10-01

- Before

## 1.0.0
`;

describe('release notes', () => {
  it.each([
    ['1.2.0', '### Added\n\n- Something'],
    ['1.1.0', '- Before'],
  ])('are the section of the version (%s)', (version, notes) => {
    expect(notesOf(changelog, version)).toBe(notes);
    expect(notesOf(changelog.replaceAll('\n', '\r\n'), version)).toBe(notes);
  });

  it.each([
    ['1.0.0', 'says nothing of 1.0.0'],
    ['1.2', 'has no section for 1.2.'],
    ['2.0.0', 'has no section for 2.0.0'],
    ['', 'has no section for'],
  ])('cannot be forgotten (%s)', (version, problem) => {
    expect(() => notesOf(changelog, version)).toThrow(problem);
  });

  it('of a version never hold anything of another', () => {
    const versions = fc.uniqueArray(
      fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((it) => it.join('.')),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(versions, (all) => {
        const text = all.map((it) => `## ${it}\n\n- About ${it}.\n`).join('\n');
        for (const version of all) expect(notesOf(text, version)).toBe(`- About ${version}.`);
      }),
    );
  });
});

describe('a release', () => {
  const release = {
    tag: 'v1.2.0',
    version: '1.2.0',
    repository: 'somebody/cognito-desk',
    changelog,
    publish: { owner: 'somebody', repo: 'cognito-desk' },
  };

  it('is made where tag, version, changelog and place of updates agree', () => {
    expect(problemsOf(release)).toEqual([]);
  });

  it.each([
    [{ tag: 'v1.2.1' }, /tag is v1\.2\.1, but package\.json has version 1\.2\.0/],
    [{ tag: 'v2.0.0', version: '2.0.0' }, /no section for 2\.0\.0/],
    [{ publish: { owner: 'cognito-desk--placeholder', repo: 'cognito-desk' } }, /would look for updates in/],
    [{ publish: {} }, /would look for updates in/],
  ])('is refused otherwise (%o)', (change, problem) => {
    expect(problemsOf({ ...release, ...change })).toEqual([expect.stringMatching(problem)]);
  });
});

describe('advisories', () => {
  const about = (name: string) => ({
    title: `Something in ${name}`,
    url: `https://example.com/${name}`,
    severity: 'low',
  });
  const audit = {
    vulnerabilities: {
      zod: { via: [about('zod')] },
      electron: { via: [about('electron')] },
      vitest: { via: ['vite', about('vitest')] },
      // Only because of something that it depends on.
      jose: { via: ['other'] },
    },
  };

  it('count where the package is part of what ships, whatever their severity', () => {
    expect(advisoriesOn(new Set(['zod', 'electron', 'jose']), audit)).toEqual({
      ofShipped: [
        'zod: Something in zod (low) https://example.com/zod',
        'electron: Something in electron (low) https://example.com/electron',
      ],
      others: 1,
    });
    expect(advisoriesOn(new Set(['zod']), { vulnerabilities: {} })).toEqual({ ofShipped: [], others: 0 });
  });

  it('that could not be asked for are not taken for none', () => {
    expect(() => advisoriesOn(new Set(), { message: '405 Method Not Allowed' } as object)).toThrow(
      /405 Method Not Allowed/,
    );
  });
});
