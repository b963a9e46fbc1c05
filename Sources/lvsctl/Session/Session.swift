import IPVSKit

/// Everything around a verb: its streams, its terminal, its names and its table.
///
/// Tests put their own in place of the system's.
final class Session {
    /// Results.
    let output: any TextSink
    /// Errors and notes.
    let errors: any TextSink
    /// What other processes are told that wait for this one.
    let commandLine: () -> String
    /// What a saved table says of its origin; nil for nothing.
    let saveHeader: () -> String?
    /// Host and service names.
    let names: any NameLookup
    /// Looks at the terminal, when somebody wants to know.
    let terminal: () -> Terminal
    /// Opens the table that the options name.
    let openTable: (Preferences, Session) throws(Failure) -> any IPVSTable
    /// Opens the kernel's table.
    let openKernel: () -> KernelTable
    /// Opens what can be seen of the kernel's table without privileges.
    let openPublicTable: () -> ProcTable
    /// Where `ipvsadm -R` reads from; `-` is standard input.
    let inputFile: String
    /// Where the kernel's files about connections are.
    let procFolder: String

    init(
        output: any TextSink,
        errors: any TextSink,
        commandLine: @escaping () -> String = { "lvsctl" },
        saveHeader: @escaping () -> String? = { nil },
        names: any NameLookup,
        terminal: @escaping () -> Terminal,
        openTable: @escaping (Preferences, Session) throws(Failure) -> any IPVSTable,
        openKernel: @escaping () -> KernelTable,
        openPublicTable: @escaping () -> ProcTable,
        inputFile: String = "-",
        procFolder: String = ConnectionReader.folder
    ) {
        self.output = output
        self.errors = errors
        self.commandLine = commandLine
        self.saveHeader = saveHeader
        self.names = names
        self.terminal = terminal
        self.openTable = openTable
        self.openKernel = openKernel
        self.openPublicTable = openPublicTable
        self.inputFile = inputFile
        self.procFolder = procFolder
    }
}
