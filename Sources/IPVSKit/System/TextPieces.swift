/// A long text in memory that is not copied when it grows, as an array of bytes would be.
package struct TextPieces {
    /// The text, in order.
    package private(set) var pieces: [[UInt8]] = []

    private static let pieceLength = 16 * 1024

    /// Creates an empty text.
    package init() {}

    /// Adds bytes at the end.
    package mutating func append(_ bytes: [UInt8]) {
        if let last = pieces.indices.last, pieces[last].count + bytes.count <= Self.pieceLength {
            pieces[last] += bytes
        } else {
            var piece: [UInt8] = []
            piece.reserveCapacity(max(bytes.count, Self.pieceLength))
            piece += bytes
            pieces.append(piece)
        }
    }
}
