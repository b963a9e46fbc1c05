/// The last ways back of this process's network namespace, files in `/run/lvsctl`.
package struct WayBackStore: Sendable {
    /// How many are kept.
    package static let countLimit = 10
    /// The longest that is kept, in bytes: more than 100,000 rules.
    package static let sizeLimit = 1 << 25

    /// Where they are.
    package static let defaultFolder = "/run/lvsctl"

    private static let markName = "unconfirmed"

    private let folder: String
    private let prefix: String
    /// A file that is there while a change waits to be confirmed.
    private let mark: String
    /// The same for all namespaces: every command looks for it, which must cost next to nothing.
    private var commonMark: String { "\(folder)/\(Self.markName)" }

    /// Finds the files of this namespace in a folder.
    package init(_ folder: String = defaultFolder, namespace: UInt64? = nil) throws(FileError) {
        self.folder = folder
        let path = "/proc/self/ns/net"
        let number =
            if let namespace { namespace } else {
                try FileError.wrap(.read, path) { () throws(Errno) in try FileStatus(of: path).number }
            }
        prefix = "undo-\(number)-"
        mark = "\(folder)/\(Self.markName)-\(number)"
    }

    /// The names of what is kept, the oldest first.
    package func names() throws(FileError) -> [String] {
        try StateFolder.requireOwn(folder)
        return try StateFolder.names(in: folder).filter { $0.hasPrefix(prefix) }
    }

    /// Reads one; nil for one that is damaged.
    package func load(_ name: String) throws(FileError) -> WayBackDocument? {
        WayBackDocument.read(try InputFile.contents(of: "\(folder)/\(name)", limit: Self.sizeLimit))
    }

    /// Makes sure that something can be kept, by keeping a file for a moment.
    package func prepare() throws(FileError) {
        try StateFolder.requireOwn(folder)
        let name = ".lvsctl-\(WallClock.nanoseconds)"
        try StateFolder.create(name, in: folder, [0])
        try remove(name)
    }

    /// Keeps one more, and removes the oldest beyond the limit.
    ///
    /// - Returns: whether it was kept: one that is too long is not.
    package func add(_ document: WayBackDocument) throws(FileError) -> Bool {
        let bytes = document.write()
        guard bytes.count <= Self.sizeLimit else { return false }
        // The names are in the order of time; nobody else writes under the lock of the namespace.
        let digits = "\(WallClock.nanoseconds)"
        let name = prefix + String(repeating: "0", count: max(0, 20 - digits.count)) + digits + ".json"
        try StateFolder.requireOwn(folder)
        try StateFolder.create(name, in: folder, bytes)
        if document.confirmBy != nil {
            for mark in [mark, commonMark] { try AtomicFile.write([], to: mark) }
        }
        for name in try names().dropLast(Self.countLimit) { try remove(name) }
        return true
    }

    /// Replaces one.
    package func replace(_ name: String, by document: WayBackDocument) throws(FileError) {
        try AtomicFile.write(document.write(), to: "\(folder)/\(name)")
    }

    /// Whether a change may wait to be confirmed.
    package var mayHaveUnconfirmed: Bool { StateFolder.hasFile(mark) }

    /// Whether a change of any namespace may wait to be confirmed.
    package static func mayHaveUnconfirmed(in folder: String) -> Bool {
        StateFolder.hasFile("\(folder)/\(markName)")
    }

    /// Notes that there is no change to confirm.
    package func forgetUnconfirmed() throws(FileError) {
        try StateFolder.removeFile(mark)
        let others = try StateFolder.names(in: folder).contains { $0.hasPrefix("\(Self.markName)-") }
        if !others { try StateFolder.removeFile(commonMark) }
    }

    /// Removes one; one that is not there is no error.
    package func remove(_ name: String) throws(FileError) { try StateFolder.removeFile("\(folder)/\(name)") }
}
