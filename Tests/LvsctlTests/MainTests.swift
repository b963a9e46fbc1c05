import Testing
@testable import lvsctl
