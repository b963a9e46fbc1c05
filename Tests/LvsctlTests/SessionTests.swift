import Foundation
import Testing

/// Everything that lvsctl says to people, as it says it.
@Suite struct SessionTests {
    @Test(arguments: try RecordedSession.all())
    func saysWhatIsRecorded(_ session: RecordedSession) throws {
        let difference = try session.difference()
        #expect(difference == nil, "\(difference ?? "")")
    }
}
