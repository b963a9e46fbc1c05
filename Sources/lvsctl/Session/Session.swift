import IPVSKit

/// Takes the lock, and is told once for whom it waits; without a result there is no lock to take.
typealias LockTaking = (LockKind, _ seconds: Int, _ onWait: (String) -> Void) throws(NamespaceLock.Failure)
    -> NamespaceLock?

/// Everything around a verb: its streams, its terminal, its names and its table.
///
/// Tests put their own in place of the system's.
final class Session {
    /// Results.
    let output: any TextSink
    /// Errors and notes.
    let errors: any TextSink
    /// Keeps other lvsctl processes from changing the kernel's table; waits so many seconds for it.
    let lock: LockTaking
    /// What a saved table says of its origin; nil for nothing.
    let saveHeader: () -> String?
    /// Host and service names.
    let names: any NameLookup
    /// Looks at the terminal, when somebody wants to know.
    let terminal: () -> Terminal
    /// Opens the table that the options name.
    let openTable: (VerbContext, TablePurpose) throws -> any IPVSTable
    /// Opens the kernel's table.
    let openKernel: () -> KernelTable
    /// Opens what can be seen of the kernel's table without privileges.
    let openPublicTable: () -> ProcTable
    /// Where `ipvsadm -R` reads from; `-` is standard input.
    let inputFile: String
    /// Where the kernel's files about connections are.
    let procFolder: String
    /// Where the kernel's settings of IPVS are.
    let settingsFolder: String

    init(
        output: any TextSink,
        errors: any TextSink,
        lock: @escaping LockTaking = { _, _, _ in nil },
        saveHeader: @escaping () -> String? = { nil },
        names: any NameLookup,
        terminal: @escaping () -> Terminal,
        openTable: @escaping (VerbContext, TablePurpose) throws -> any IPVSTable,
        openKernel: @escaping () -> KernelTable,
        openPublicTable: @escaping () -> ProcTable,
        inputFile: String = "-",
        procFolder: String = ConnectionReader.folder,
        settingsFolder: String = SettingsFolder.kernelPath
    ) {
        self.output = output
        self.errors = errors
        self.lock = lock
        self.saveHeader = saveHeader
        self.names = names
        self.terminal = terminal
        self.openTable = openTable
        self.openKernel = openKernel
        self.openPublicTable = openPublicTable
        self.inputFile = inputFile
        self.procFolder = procFolder
        self.settingsFolder = settingsFolder
    }

    private lazy var showsOutput = terminal().isInteractive

    /// Writes text whose bytes must not be changed, such as a document: only on a terminal it is made printable.
    ///
    /// A piece ends where a line does.
    func write(verbatim text: [UInt8]) throws(FileError) {
        try output.write(showsOutput ? text.printableLines : text)
    }
}
