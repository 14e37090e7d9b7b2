// SPDX-License-Identifier: Apache-2.0
import Foundation
import ResourceFingerprints

// Run by the build: writes a Swift file with the fingerprint of a target's files.
// Arguments: the target's folder, the file to write, the names of the folders that count.
let arguments = CommandLine.arguments
guard arguments.count > 3 else {
    FileHandle.standardError.write(Data("usage: ResourceFingerprinting TARGET OUTPUT FOLDER…\n".utf8))
    exit(64)
}
let fingerprint = try ResourceFingerprint(
    of: Array(arguments[3...]), in: URL(fileURLWithPath: arguments[1], isDirectory: true))
let source = """
    // SPDX-License-Identifier: Apache-2.0
    /// The fingerprint of the files that this build was made with.
    let builtFingerprint = "\(fingerprint.text)"

    """
try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
