/** Plays scenes one after the other, over and over, until told to stop. */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Scene } from "./scenes.ts";

/** @param begin is called as each scene begins. @returns a function that ends the play */
export function playScenes(scenes: readonly Scene[], clock: Pick<Clock, "after">, begin: (scene: Scene) => void): () => void {
  let timer: Timer | undefined;
  const play = (index: number): void => {
    const scene = scenes[index % scenes.length];
    if (!scene) return;
    begin(scene);
    timer = clock.after(scene.seconds * 1000, () => play(index + 1));
  };
  play(0);
  return () => timer?.cancel();
}
