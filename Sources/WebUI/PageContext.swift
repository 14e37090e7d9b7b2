// SPDX-License-Identifier: Apache-2.0
public import Hummingbird
public import NIOCore

/// What the server knows of a request besides its text: also the address of the connection.
public struct PageContext: RequestContext, RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let remoteAddress: SocketAddress?

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
