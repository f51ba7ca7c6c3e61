/**
 * Ends this process as a hang-up does. Node ends by putting terminals back into their first mode, and breaks down over one that
 * has hung up; there is nobody left to be told an exit code anyway.
 */
export const endAsHungUp = (): void => {
  process.removeAllListeners("SIGHUP")
  process.kill(process.pid, "SIGHUP")
}
