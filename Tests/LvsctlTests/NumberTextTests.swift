import Testing

@testable import lvsctl

@Suite struct NumberTextTests {
    @Test(
        "Numbers are scaled",
        arguments: [
            (0, "0"), (99_999, "99999"), (100_000, "100K"), (999_999, "999K"), (1_000_000, "1.00M"),
            (1_234_567, "1.23M"), (1_059_999, "1.05M"), (12_345_678, "12.3M"), (123_456_789, "123M"),
            (1_000_000_000, "1.00G"), (9_999_999_999_999, "9.99T"), (UInt64.max, "18.4E"),
        ]
    )
    func scale(_ number: UInt64, _ text: String) {
        #expect(NumberText.scaled(number) == text)
    }
}
