import Testing

@testable import lvsctl

@Suite struct SaveHeaderTests {
    @Test(
        "Dates are in UTC",
        arguments: [
            (0, "1970-01-01 00:00:00 UTC"), (951_782_399, "2000-02-28 23:59:59 UTC"),
            (4_102_444_800, "2100-01-01 00:00:00 UTC"),
        ]
    )
    func dates(seconds: Int, date: String) {
        #expect(SaveHeader.date(seconds) == date)
    }

    @Test("The header names program, kernel and host")
    func header() {
        let text = SaveHeader.text()
        #expect(text.hasPrefix("lvsctl "))
        #expect(text.contains(", Linux "))
        #expect(text.contains(", host "))
        #expect(!text.contains("\n"))
    }
}
