import IPVSKit

/// Takes the lock, and is told once for whom it waits; without a result there is no lock to take.
typealias LockTaking = (LockKind, _ seconds: Int, _ onWait: (String) -> Void) throws(LockError)
    -> NamespaceLock?

/// What the process was given: its streams, its terminal, its names, its tables and its folders.
///
/// Tests put their own in place of the system's. Verbs see none of it, but the ``Environment`` that is made of it.
struct Session {
    /// Results.
    var output: any TextSink
    /// Errors and notes.
    var errors: any TextSink
    /// Keeps other lvsctl processes from changing the kernel's table; waits this many seconds for it.
    var lock: LockTaking = { _, _, _ in nil }
    /// What a saved table says of its origin; nil for nothing.
    var saveHeader: () -> String? = { nil }
    /// Host and service names.
    var names: any NameLookup
    /// Looks at the terminal, when somebody wants to know.
    var terminal: () -> Terminal
    /// Opens the kernel's table for a verb; the lines of a trace go to `trace`.
    var openTable: (_ trace: ((String) -> Void)?) -> any IPVSTable
    /// Opens the kernel's table for ipvsadm's commands.
    var openKernel: () -> KernelTable
    /// Opens what can be seen of the kernel's table without privileges.
    var openPublicTable: () -> ProcTable
    /// Where `ipvsadm -R` reads from; `-` is standard input.
    var inputFile = "-"
    /// Where the kernel's files about connections are.
    var procFolder = ConnectionReader.folder
    /// Where the kernel's settings of IPVS are.
    var settingsFolder = SettingsFolder.kernelPath
    /// What the paths of this host's files begin with; nothing but in tests.
    var hostFolder = ""

    /// Opens the list of held servers; without a result there are none.
    var openHolds: () throws(FileError) -> HoldStore? = { () throws(FileError) in nil }
    /// Whether a change of any network namespace may wait to be confirmed.
    var mayHaveUnconfirmed: () -> Bool = { true }
    /// Opens the list of what can be undone; without a result nothing can.
    var openWaysBack: () throws(FileError) -> WayBackStore? = { () throws(FileError) in nil }
    /// What was typed.
    var commandLine: () -> String = { "" }
    /// Who runs the program.
    var userName: () -> String = { "" }
    /// The time, in seconds since 1970.
    var now: () -> UInt64 = { WallClock.seconds }

    /// Starts this program once more with other words, so that it continues when this one has ended.
    var startDetached: ([String]) throws(Errno) -> Void = { (_: [String]) throws(Errno) in }

    /// What a verb works with, as the user prefers it.
    func environment(_ preferences: Preferences) -> Environment {
        let output = Output(results: output, errors: errors, terminal: terminal, preferences: preferences)
        return Environment(
            preferences: preferences,
            output: output,
            tables: TableAccess(
                preferences: preferences,
                output: output,
                openKernel: openTable,
                openPublic: openPublicTable,
                lockKernel: lock
            ),
            holds: HoldAccess(
                output: output,
                open: preferences.tableFile == nil ? openHolds : { () throws(FileError) in nil },
                user: userName,
                now: now,
                startDetached: startDetached
            ),
            waysBack: WayBackAccess(
                output: output,
                mayHaveUnconfirmed: mayHaveUnconfirmed,
                open: preferences.tableFile == nil ? openWaysBack : { () throws(FileError) in nil },
                commandLine: commandLine,
                user: userName,
                now: now,
                startDetached: startDetached
            ),
            names: names,
            settingsFolder: settingsFolder,
            hostFolder: hostFolder,
            saveHeader: saveHeader
        )
    }
}
