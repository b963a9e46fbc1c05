/// A text that is held back until it is known to be right.
///
/// It grows in memory by pieces; a long one is kept in a nameless file in `/dev/shm`, so that the program's own memory
/// does not grow with it. Without such a file it stays in the program.
package struct HeldText: ~Copyable {
    private static let pieceLength = 16 * 1024

    private let folder: String
    private var file: FileDescriptor?
    /// How many bytes the file holds.
    private var fileLength = 0
    /// What is not in the file, because there is none or it is full.
    private var rest: [UInt8] = []

    /// Creates an empty text, and a file for it in a folder once it is long.
    package init(folder: String = "/dev/shm") {
        self.folder = folder
    }

    /// How many bytes are in the program's own memory.
    var lengthInMemory: Int { rest.count }

    /// Takes over the bytes of an array once it has become long; its memory can be used again.
    package mutating func addPiece(_ bytes: inout [UInt8]) {
        guard bytes.count >= Self.pieceLength else {
            // In one step: an array that grows by and by touches twice as much memory.
            return bytes.reserveCapacity(Self.pieceLength + Self.pieceLength / 4)
        }
        if !writeToFile(bytes) { rest += bytes }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Takes over the bytes of an array, after which nothing is added any more.
    package mutating func addLast(_ bytes: inout [UInt8]) {
        if rest.isEmpty { swap(&rest, &bytes) } else { rest += bytes }
        bytes = []
    }

    /// Forgets everything.
    package mutating func clear() {
        file = nil
        fileLength = 0
        rest = []
    }

    /// Writes the text to a stream.
    package consuming func write(to output: inout OutputStream) throws(FileError) {
        try forEachPiece { piece throws(FileError) in
            try output.write(piece)
        } copying: { (file, count) throws(FileError) in
            // For the kernel alone it is half the work.
            try output.copy(from: file, atMost: count)
        }
    }

    /// Hands over the text piece by piece.
    package consuming func forEachPiece(
        _ body: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        try forEachPiece(body) { _, _ in 0 }
    }

    /// Hands over the text piece by piece, after `copying` took as much of the file as it could.
    private consuming func forEachPiece(
        _ body: ([UInt8]) throws(FileError) -> Void,
        copying: (borrowing FileDescriptor, Int) throws(FileError) -> Int
    ) throws(FileError) {
        let folder = folder
        if let file, fileLength > 0 {
            var left = fileLength
            do throws(Errno) {
                try file.rewind()
            } catch {
                throw FileError(.read, folder, error)
            }
            while left > 0 {
                let copied = try copying(file, left)
                if copied == 0 { break }
                left -= copied
            }
            var piece: [UInt8] = []
            while left > 0 {
                piece.removeAll(keepingCapacity: true)
                left -= try Self.read(file, into: &piece, atMost: min(left, Self.pieceLength), folder)
                try body(piece)
            }
        }
        if !rest.isEmpty { try body(rest) }
    }

    private static func read(
        _ file: borrowing FileDescriptor,
        into piece: inout [UInt8],
        atMost count: Int,
        _ folder: String
    ) throws(FileError) -> Int {
        do throws(Errno) {
            let count = try file.read(into: &piece, atMost: count)
            // EIO, <asm-generic/errno-base.h>: somebody has cut it off.
            guard count > 0 else { throw Errno(rawValue: 5) }
            return count
        } catch {
            throw FileError(.read, folder, error)
        }
    }

    /// Writes to the file; false when that cannot be done, and then the file is as it was.
    private mutating func writeToFile(_ bytes: [UInt8]) -> Bool {
        // Once something did not fit, what follows stays behind it.
        guard rest.isEmpty else { return false }
        if file == nil { file = try? FileDescriptor(folder, .nameless) }
        guard (try? file?.write(bytes.span)) != nil else { return false }
        fileLength += bytes.count
        return true
    }
}
