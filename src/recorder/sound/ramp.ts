/** How long a change of gain takes, in seconds: a sudden one would be heard as a click. */
const rampS = 0.02;

/** Changes a gain, to a factor, without a click. */
export function rampTo({ context, gain }: GainNode, next: number): void {
  const { currentTime } = context;
  gain
    .cancelScheduledValues(currentTime)
    .setValueAtTime(gain.value, currentTime)
    .linearRampToValueAtTime(next, currentTime + rampS);
}
