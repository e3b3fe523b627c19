import { createPlane, type Plane } from './picture';

/** Gives planes to work in: for a purpose and a size always the same one, with whatever was in it. */
export type Workbench = (purpose: string, width: number, height: number) => Plane;

/** A workbench without planes. A plane for each frame would be megabytes of garbage in a second. */
export function createWorkbench(): Workbench {
  const planes = new Map<string, Plane>();
  return (purpose, width, height) => {
    const known = planes.get(purpose);
    if (known?.width === width && known.height === height) return known;
    const plane = createPlane(width, height);
    planes.set(purpose, plane);
    return plane;
  };
}
