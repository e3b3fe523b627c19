import { createPlane, type Plane } from './picture';

/** Returns a plane to work in, the same one for the same purpose and size, with its old contents. */
export type Workbench = (purpose: string, width: number, height: number) => Plane;

/** A workbench without planes yet. New planes for each frame would be megabytes of garbage per second. */
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
