import { z } from 'zod';
import { companionsOf, deleteCompanions, setCompanions } from './companions.ts';
import { isSamePool, type ProfileRecord } from './profile-record.ts';

/** The topic under which is kept what belongs to other pools that the profile was pointed at before. */
export const PARKED = 'parked';

const place = z.strictObject({
  region: z.string(),
  endpoint: z.string().nullable(),
  clientId: z.string(),
  poolId: z.string().nullable(),
});
const parkedRecord = z.array(
  z.strictObject({ place, companions: z.array(z.tuple([z.string(), z.unknown()])) }),
);
type Parked = z.output<typeof parkedRecord>;

const placeOf = ({ region, endpoint, clientId, poolId }: ProfileRecord): z.output<typeof place> => ({
  region,
  endpoint,
  clientId,
  poolId,
});

/** Sets aside what is kept beside a profile for the pool of `previous`, and brings back what was kept for that of `now`. */
export function moveCompanions(
  records: Map<string, unknown>,
  previous: ProfileRecord,
  now: ProfileRecord,
): void {
  const all = companionsOf(records, now.id);
  const parked: Parked = parkedRecord.safeParse(all.find(([topic]) => topic === PARKED)?.[1]).data ?? [];
  const own = all.filter(([topic]) => topic !== PARKED);
  const back = parked.findLast((entry) => isSamePool(entry.place, now));
  const left = parked.filter((entry) => entry !== back);
  if (own.length > 0) left.push({ place: placeOf(previous), companions: own });
  deleteCompanions(records, now.id);
  setCompanions(records, now.id, back?.companions ?? []);
  if (left.length > 0) setCompanions(records, now.id, [[PARKED, left]]);
}
