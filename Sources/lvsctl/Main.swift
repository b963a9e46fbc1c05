import Glibc
import IPVSKit

@main
enum Main {
    static func main() {
        StandardStreams.prepare()
        // As they are: they need not be text.
        let words = ArgumentList(CommandLine.unsafeArgv)
        let session = Session(
            output: StandardOutput(),
            errors: StandardError(),
            lock: { kind, seconds, onWait throws(LockError) in
                try NamespaceLock.take(kind, command: words.line, wait: seconds, onWait: onWait)
            },
            saveHeader: SaveHeader.text,
            names: SystemNames(),
            terminal: Terminal.current,
            // The error that follows says what modprobe would say.
            openTable: { trace in KernelTable(trace: trace, loadModule: { KernelModule.load(["-q"]) }) },
            openKernel: { KernelTable(loadModule: { KernelModule.load() }) },
            openPublicTable: { ProcTable() },
            openHolds: { () throws(FileError) in try HoldStore() },
            mayHaveUnconfirmed: { WayBackStore.mayHaveUnconfirmed(in: WayBackStore.defaultFolder) },
            openWaysBack: { () throws(FileError) in try WayBackStore() },
            commandLine: { words.line },
            userName: UserName.current,
            startDetached: { words throws(Errno) in
                try ChildProcess.start(["/proc/self/exe"] + words, isDetached: true)
            }
        )
        exit(Program(session: session).run(words))
    }
}
