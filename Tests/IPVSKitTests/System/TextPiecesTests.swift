import Testing

@testable import IPVSKit

@Suite struct TextPiecesTests {
    @Test("A text comes back as it was given, however it was cut", arguments: [1, 600, 16_384, 40_000])
    func append_keepsAllBytesInOrder(length: Int) {
        let wanted = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var text = TextPieces()
        for start in stride(from: 0, to: wanted.count, by: length) {
            text.append(Array(wanted[start..<min(start + length, wanted.count)]))
        }
        #expect(text.pieces.flatMap(\.self) == wanted)
    }

    @Test("Short texts share a piece; a piece does not grow beyond its memory")
    func append_fillsPieces() {
        var text = TextPieces()
        for _ in 0..<1000 { text.append([UInt8](repeating: 1, count: 100)) }
        #expect(text.pieces.map(\.count) == [16_300, 16_300, 16_300, 16_300, 16_300, 16_300, 2_200])
        text.append([])
        #expect(text.pieces.count == 7)
    }
}
