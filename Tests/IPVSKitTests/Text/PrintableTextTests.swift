import IPVSKit
import Testing

@Suite struct PrintableTextTests {
    @Test("A byte that is not printable is found wherever it stands, and no other")
    func isPrintableASCII_looksAtEachByte() {
        for length in 0...20 {
            #expect([UInt8](repeating: 0x20, count: length).isPrintableASCII(from: 0))
            #expect([UInt8](repeating: 0x7E, count: length).isPrintableASCII(from: length / 2))
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    for filler: UInt8 in [0x20, 0x7E] {
                        var text = [UInt8](repeating: filler, count: length)
                        text[place] = byte
                        let isPrintable = (0x20..<0x7F).contains(byte)
                        let found = [0, place, place + 1].map(text.isPrintableASCII)
                        if found != [isPrintable, isPrintable, true] {
                            Issue.record("\(byte) at \(place) of \(length)")
                        }
                    }
                }
            }
        }
    }
}
