/// The last ways back of this process's network namespace, files in `/run/lvsctl`.
package struct WayBackStore: Sendable {
    /// How many are kept.
    package static let countLimit = 10
    /// The longest that is kept, in bytes: more than 100,000 rules.
    package static let sizeLimit = 1 << 25

    private let folder: String
    private let prefix: String
    /// A file that is there while a change waits to be confirmed, so that every command can see it at once.
    private let mark: String

    /// Finds the files of this namespace in a folder.
    package init(_ folder: String = "/run/lvsctl", namespace: UInt64? = nil) throws(FileError) {
        self.folder = folder
        let path = "/proc/self/ns/net"
        let number =
            if let namespace { namespace } else {
                try FileError.wrap(.read, path) { () throws(Errno) in try FileStatus(of: path).number }
            }
        prefix = "undo-\(number)-"
        mark = "\(folder)/unconfirmed-\(number)"
    }

    /// The names of what is kept, the oldest first.
    package func names() throws(FileError) -> [String] {
        try StateFolder.names(in: folder).filter { $0.hasPrefix(prefix) }
    }

    /// Reads one; nil for one that is damaged.
    package func load(_ name: String) throws(FileError) -> WayBackDocument? {
        WayBackDocument.read(try InputFile.contents(of: "\(folder)/\(name)", limit: Self.sizeLimit))
    }

    /// Makes sure that something can be kept.
    package func prepare() throws(FileError) { try StateFolder.make(folder) }

    /// Keeps one more, and removes the oldest beyond the limit.
    ///
    /// - Returns: its name; nil for one that is too long.
    @discardableResult
    package func add(_ document: WayBackDocument) throws(FileError) -> String? {
        let bytes = document.write()
        guard bytes.count <= Self.sizeLimit else { return nil }
        try prepare()
        let names = try names()
        let last = names.last.flatMap { UInt64($0.dropFirst(prefix.count).prefix { $0 != "." }) } ?? 0
        let digits = "\(last + 1)"
        let name = prefix + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".json"
        try AtomicFile.write(bytes, to: "\(folder)/\(name)")
        if document.confirmBy != nil { try AtomicFile.write([], to: mark) }
        for name in names.dropLast(Self.countLimit - 1) { try remove(name) }
        return name
    }

    /// Replaces one.
    package func replace(_ name: String, by document: WayBackDocument) throws(FileError) {
        try AtomicFile.write(document.write(), to: "\(folder)/\(name)")
    }

    /// Whether a change may wait to be confirmed.
    package var mayHaveUnconfirmed: Bool { FileStatus.isThere(mark) }

    /// Notes that no change waits to be confirmed.
    package func forgetUnconfirmed() throws(FileError) { try StateFolder.removeFile(mark) }

    /// Removes one; one that is not there is no error.
    package func remove(_ name: String) throws(FileError) { try StateFolder.removeFile("\(folder)/\(name)") }
}
