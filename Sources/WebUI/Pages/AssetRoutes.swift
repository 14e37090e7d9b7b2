// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension WebUI {
    func addAssetRoutes(to router: Router<PageContext>) {
        router.get("/assets/:file") { _, context in
            let name = context.parameters.get("file") ?? ""
            let data =
                name == "chart.js"
                ? try? Data(contentsOf: URL(fileURLWithPath: settings.chartRoot + "/chart.min.js"))
                : renderer.assets[name]
            guard let data else { return Response(status: .notFound).guarded() }
            let type = name.hasSuffix(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8"
            return Response(
                status: .ok, headers: [.contentType: type, .cacheControl: "max-age=300"],
                body: .init(byteBuffer: ByteBuffer(bytes: data))
            ).guarded()
        }
    }
}
