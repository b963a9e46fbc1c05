/// Where the holds of this process's network namespace are kept.
///
/// They are a file in `/var/lib/lvsctl`, which survives a reboot, or, where that cannot be written, in `/run/lvsctl`. The
/// one in `/run/lvsctl` counts if it is there. Whoever changes holds has the lock of the namespace.
package struct HoldStore: Sendable {
    /// What the user should know of where holds went.
    package enum Remark: Hashable, Sendable {
        /// They are forgotten when the machine is restarted, for this reason.
        case fleeting(String)
    }

    /// What was found.
    package struct Content: Sendable {
        /// The holds.
        package var holds = HoldList()
        /// What is wrong with the file; then the holds must not be relied on.
        package var diagnostics: [Diagnostic] = []
    }

    /// The folder of what survives a reboot; nil for a namespace that does not.
    private let lasting: String?
    private let fleeting: String
    private let name: String

    /// More than any list of holds has.
    private static let sizeLimit = 1 << 24

    /// Finds the files of this namespace in two folders.
    package init(
        lasting: String = "/var/lib/lvsctl",
        fleeting: String = "/run/lvsctl",
        namespace: NamespaceName? = nil
    ) throws(FileError) {
        let namespace = if let namespace { namespace } else { try NamespaceName() }
        name = "holds\(namespace.suffix).json"
        self.lasting = namespace.isLasting ? lasting : nil
        self.fleeting = fleeting
    }

    /// Reads the holds; none where there is no file.
    package func load() throws(FileError) -> Content {
        for folder in [fleeting, lasting].compactMap({ $0 }) {
            let path = "\(folder)/\(name)"
            let bytes: [UInt8]
            do throws(FileError) {
                bytes = try InputFile.contents(of: path, limit: Self.sizeLimit)
            } catch  where error.errno == .noSuchEntry {
                continue
            } catch {
                throw error
            }
            // Another user's folder says nothing, as it keeps nobody out.
            if folder == fleeting, (try? StateFolder.requireOwn(folder)) == nil { continue }
            let (holds, diagnostics) = HoldDocument.read(bytes, file: path)
            return Content(holds: holds, diagnostics: diagnostics)
        }
        return Content()
    }

    /// Replaces all holds.
    package func save(_ holds: HoldList) throws(FileError) -> Remark? {
        let bytes = HoldDocument.write(holds)
        guard let lasting else {
            try put(bytes, in: fleeting)
            return .fleeting("this network namespace has no name")
        }
        do throws(FileError) {
            try put(bytes, in: lasting)
        } catch {
            try put(bytes, in: fleeting)
            return .fleeting("\(error)")
        }
        try StateFolder.removeFile("\(fleeting)/\(name)")
        return nil
    }

    private func put(_ bytes: [UInt8], in folder: String) throws(FileError) {
        if folder == fleeting { try StateFolder.requireOwn(folder) }
        try StateFolder.make(folder)
        try AtomicFile.write(bytes, to: "\(folder)/\(name)")
    }
}
