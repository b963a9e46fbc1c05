/// A text that is held back until it is known to be right.
///
/// It grows in memory by pieces; a long one is kept in a nameless file in `/dev/shm`, so that the program's own memory
/// does not grow with it. Without such a file it stays in the program.
package struct HeldText: ~Copyable {
    private static let pieceLength = 16 * 1024

    private var file: FileDescriptor?
    /// How many bytes the file holds.
    private var fileLength = 0
    /// What is not in the file, because there is none or it is full.
    private var rest: [UInt8] = []

    /// Creates an empty text.
    package init() {}

    /// Takes over the bytes of an array that has become long.
    package mutating func addPiece(_ bytes: inout [UInt8]) {
        if bytes.count >= Self.pieceLength { add(&bytes) }
    }

    /// Takes over the bytes of an array.
    package mutating func add(_ bytes: inout [UInt8]) {
        if !writeToFile(bytes) { rest += bytes }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Forgets everything.
    package mutating func clear() {
        file = nil
        fileLength = 0
        rest = []
    }

    /// Hands over the text piece by piece.
    package consuming func forEachPiece(
        _ body: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        if let file, fileLength > 0 {
            var piece: [UInt8] = []
            piece.reserveCapacity(Self.pieceLength)
            var left = fileLength
            do { try file.rewind() } catch { throw FileError(.read, Self.fileName, error) }
            while left > 0 {
                piece.removeAll(keepingCapacity: true)
                let count = try Self.read(file, into: &piece, atMost: min(left, Self.pieceLength))
                left -= count
                try body(piece)
            }
        }
        if !rest.isEmpty { try body(rest) }
    }

    private static let fileName = "memory"

    private static func read(
        _ file: borrowing FileDescriptor,
        into piece: inout [UInt8],
        atMost count: Int
    ) throws(FileError) -> Int {
        let result: Int
        do { result = try file.read(into: &piece, atMost: count) } catch {
            throw FileError(.read, fileName, error)
        }
        guard result > 0 else { throw FileError(.read, fileName, Errno(rawValue: 5)) }
        return result
    }

    /// Writes to the file; false when that cannot be done, and then the file is as it was.
    private mutating func writeToFile(_ bytes: [UInt8]) -> Bool {
        // Once something did not fit, what follows stays behind it.
        guard rest.isEmpty else { return false }
        if file == nil { file = FileDescriptor.inMemory() }
        guard (try? file?.write(bytes.span)) != nil else { return false }
        fileLength += bytes.count
        return true
    }
}
