/// A file or stream that is read; the path `-` is standard input.
package struct InputFile: ~Copyable {
    /// The file as the user named it.
    package let path: String
    private let descriptor: FileDescriptor

    /// More than this many bytes are taken for a mistake: 1 GiB.
    package static let defaultLimit = 1 << 30

    /// Opens a file.
    package init(_ path: String) throws(FileError) {
        self.path = path
        do {
            descriptor = path == "-" ? .standardInput : try FileDescriptor(path, .read)
        } catch {
            throw FileError(.read, path, error)
        }
    }

    /// Reads from a descriptor that somebody else closes; `path` is its name for errors.
    package init(descriptor number: Int32, path: String) {
        self.path = path
        descriptor = FileDescriptor(borrowing: number)
    }

    /// Reads at most `count` more bytes and appends them; returns how many, 0 at the end.
    package func read(into bytes: inout [UInt8], atMost count: Int) throws(FileError) -> Int {
        do {
            return try descriptor.read(into: &bytes, atMost: count)
        } catch {
            throw FileError(.read, path, error)
        }
    }

    /// Whether reading would not have to wait for anybody.
    var isReadable: Bool { descriptor.isReadable }

    /// Whether it is a file, which never keeps anybody waiting.
    var isRegular: Bool { (try? descriptor.status().isRegular) ?? false }

    /// Reads everything up to the end.
    ///
    /// - Throws: `EFBIG` for more than `limit` bytes, `EISDIR` for a folder.
    package func readAll(limit: Int = defaultLimit) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        let size = (try? descriptor.status().size) ?? 0
        guard size <= limit else { throw FileError(.read, path, .fileTooLarge) }
        // One byte more than expected, so that the end is found without growing.
        bytes.reserveCapacity(max(size + 1, Self.chunk))
        while true {
            let room = bytes.capacity - bytes.count
            let count = min(room > 0 ? room : Self.chunk, limit + 1 - bytes.count)
            guard try read(into: &bytes, atMost: count) > 0 else { return bytes }
            guard bytes.count <= limit else { throw FileError(.read, path, .fileTooLarge) }
        }
    }

    /// Reads a whole file.
    package static func contents(of path: String, limit: Int = defaultLimit) throws(FileError) -> [UInt8] {
        try InputFile(path).readAll(limit: limit)
    }

    static let chunk = 64 * 1024
}
