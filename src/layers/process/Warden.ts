import { spawn } from "node:child_process"
import { Socket } from "node:net"

/** Ends process groups when this process is gone, however it went. */
export interface Warden {
  /** From here on the group of this leader ends with this process. */
  readonly watch: (pid: number) => void
  /** Nothing is left of the group, and its number may come to be another's. */
  readonly forget: (pid: number) => void
}

/** How long a group may take to end by SIGTERM, in tenths of a second. */
const GRACE = 50

/**
 * Hears which groups there are, and that there is nobody left to say so. It leads a session of its own, so that what ends its guild
 * does not end it.
 */
const WATCH = `trap '' HUP INT TERM
live=' '
while IFS= read -r word; do
  pid=\${word#?}
  case $word in
    +*) live="$live$pid " ;;
    -*) case $live in *" $pid "*) live="\${live%% "$pid" *} \${live#* "$pid" }" ;; esac ;;
  esac
done
each() {
  some=
  for pid in $live; do kill -s "$1" -- "-$pid" 2>/dev/null && some=yes; done
}
each TERM
left=${GRACE}
while [ -n "$some" ] && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); each 0; done
[ -z "$some" ] || each KILL`

/** Starts the watching process when there is first something to watch; where it cannot be started, nothing is watched. */
export const makeWarden = (): Warden => {
  let line: Socket | undefined
  const listen = (): Socket | undefined => {
    const child = spawn("/bin/sh", ["-c", WATCH, "watch"], {
      cwd: "/",
      env: { PATH: "/bin:/usr/bin" },
      stdio: ["pipe", "ignore", "ignore"],
      detached: true
    })
    child.on("error", () => undefined)
    child.unref()
    if (!(child.stdin instanceof Socket)) return undefined
    child.stdin.on("error", () => undefined)
    child.stdin.unref()
    return child.stdin
  }
  return {
    watch: (pid) => void (line ??= listen())?.write(`+${pid}\n`),
    forget: (pid) => void line?.write(`-${pid}\n`)
  }
}
