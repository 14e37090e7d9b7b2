// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation

/// A text file read in pieces and turned into UTF-8.
final class TextFile {
    private static let pieceLength = 1 << 18

    private let handle: FileHandle
    private let path: String
    /// The converter of the C library; nil for UTF-8.
    private let converter: iconv_t?
    /// Bytes of a character that the next piece completes.
    private var rest: [UInt8] = []

    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the file cannot be read.
    init(_ path: String, _ encoding: ImportMapping.Encoding) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ServiceError.badRequest(target: path, "The file cannot be read.")
        }
        self.handle = handle
        self.path = path
        let converter = encoding == .utf8 ? nil : iconv_open("UTF-8", encoding.rawValue)
        // The C library answers -1 for an encoding that this machine does not have.
        if let converter, Int(bitPattern: converter) == -1 {
            throw ServiceError.badRequest(target: path, "This machine cannot read \(encoding.rawValue).")
        }
        self.converter = converter
    }

    deinit {
        if let converter { iconv_close(converter) }
        try? handle.close()
    }

    /// The next piece in UTF-8; nil at the end.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the bytes are not of the encoding.
    func next() throws -> [UInt8]? {
        guard let data = try handle.read(upToCount: Self.pieceLength), !data.isEmpty else {
            guard rest.isEmpty else { throw wrongEncoding }
            return nil
        }
        guard let converter else { return Array(data) }
        return try converted(rest + data, converter)
    }

    private func converted(_ bytes: [UInt8], _ converter: iconv_t) throws -> [UInt8] {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 16)
        var inputLeft = input.count
        var outputLeft = output.count
        let total = output.count
        let result = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var to = target.baseAddress
                return iconv(converter, &from, &inputLeft, &to, &outputLeft)
            }
        }
        // An incomplete character at the end waits for the next piece; anything else is no text of the encoding.
        guard result != -1 || errno == EINVAL, inputLeft < 8 else {
            throw wrongEncoding
        }
        rest = Array(bytes.suffix(inputLeft))
        return output.prefix(total - outputLeft).map { UInt8(bitPattern: $0) }
    }

    private var wrongEncoding: ServiceError {
        .badRequest(target: path, "The file is not in the encoding that the mapping names.")
    }
}
