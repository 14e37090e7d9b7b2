// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import NIOCore

/// Only files of this site, no inline script or style: what a record holds can never run.
private let contentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func htmlResponse(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
    textResponse(html, type: "text/html; charset=utf-8", status: status)
}

func textResponse(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
    var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
    headers.append(HTTPField(name: .contentLength, value: String(text.utf8.count)))
    return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
}

func redirect(to path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
}

extension Response {
    /// The response with the headers that keep a browser from being tricked.
    func guarded() -> Response {
        var response = self
        response.headers[.contentSecurityPolicy] = contentPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin")] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}
