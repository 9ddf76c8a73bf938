using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Wire;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Web;

/// <summary>
/// Reads small documents of web servers that need not be friendly: with a limit of size and time, without cookies,
/// credentials or proxies' secrets, and without following a redirect to another scheme. It never throws for what a
/// server does.
/// </summary>
internal sealed class WebReader(HttpMessageHandler handler, TimeSpan timeout, TimeProvider timeProvider) : IDisposable
{
    private const int MaxRedirects = 5;
    private readonly HttpMessageInvoker client = new(handler);

    /// <summary>A reader for servers of the Internet.</summary>
    /// <param name="timeout">How long one document may take.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="dns">Looks up the names of the servers; null to do it as every program does.</param>
    public static WebReader Create(TimeSpan timeout, TimeProvider timeProvider, DnsLookup? dns = null)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 32,
        };
        if (dns is not null)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = async (context, cancellationToken) =>
                await ConnectAsync(dns, context.DnsEndPoint, timeProvider, cancellationToken);
        }

        return new WebReader(handler, timeout, timeProvider);
    }

    /// <summary>Gets a document.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="mediaType">The media type to ask for.</param>
    /// <param name="maxSize">The size in bytes from which on a document is refused.</param>
    /// <param name="followRedirects">Whether it may be elsewhere.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<WebAnswer> GetAsync(
        Uri address, string mediaType, int maxSize, bool followRedirects, CancellationToken cancellationToken) =>
        SendAsync(address, mediaType, null, maxSize, followRedirects, cancellationToken);

    /// <summary>Posts a document and reads the response; a redirect is not followed.</summary>
    public Task<WebAnswer> PostAsync(
        Uri address, string mediaType, byte[] body, int maxSize, CancellationToken cancellationToken) =>
        SendAsync(address, mediaType, body, maxSize, followRedirects: false, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<WebAnswer> SendAsync(
        Uri address,
        string mediaType,
        byte[]? body,
        int maxSize,
        bool followRedirects,
        CancellationToken cancellationToken)
    {
        try
        {
            return await Deadline.RunAsync(
                timeout,
                timeProvider,
                token => FollowAsync(address, mediaType, body, maxSize, followRedirects, token),
                WebAnswer.FailedBecause(
                    WrittenReason.Of(
                        "Written.WebTimeout",
                        address.Host,
                        timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture))),
                cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or AuthenticationException
            or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return WebAnswer.FailedBecause((e.InnerException ?? e).Message.ReplaceLineEndings(" "));
        }
    }

    private async Task<WebAnswer> FollowAsync(
        Uri address,
        string mediaType,
        byte[]? body,
        int maxSize,
        bool followRedirects,
        CancellationToken cancellationToken)
    {
        Uri next = address;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using HttpRequestMessage request = CreateRequest(next, mediaType, body);
            using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location)
            {
                return await ReadAsync(response, maxSize, cancellationToken);
            }

            Uri target = new(next, location);
            if (!followRedirects)
            {
                return WebAnswer.FailedBecause(WrittenReason.Of("Written.WebRedirect", next, target));
            }

            // A file, or a step down from HTTPS, would bypass what the first address promised.
            if (target.Scheme != next.Scheme
                && !(next.Scheme == Uri.UriSchemeHttp && target.Scheme == Uri.UriSchemeHttps))
            {
                return WebAnswer.FailedBecause(WrittenReason.Of("Written.WebScheme", next, target));
            }

            next = target;
        }

        return WebAnswer.FailedBecause(WrittenReason.Of("Written.WebRedirects", address, MaxRedirects));
    }

    private static HttpRequestMessage CreateRequest(Uri address, string mediaType, byte[]? body)
    {
        HttpRequestMessage request = new(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType) { CharSet = "utf-8" };
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MailAdmin", null));
        return request;
    }

    private static async Task<Stream> ConnectAsync(
        DnsLookup dns, DnsEndPoint server, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(server.Host, out IPAddress? literal)
            ? [literal]
            : (await dns.AddressesAsync(server.Host, cancellationToken)).Records;
        if (addresses.Count == 0)
        {
            throw new IOException(WrittenReason.Of("Written.WebNoAddress", server.Host));
        }

        Socket socket = await PortDialer.ConnectAsync(addresses, server.Port, timeProvider, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<WebAnswer> ReadAsync(
        HttpResponseMessage response, int maxSize, CancellationToken cancellationToken)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using MemoryStream content = new();
        byte[] buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (content.Length + read > maxSize)
            {
                return WebAnswer.FailedBecause(WrittenReason.Of("Written.WebTooLong", maxSize));
            }

            content.Write(buffer, 0, read);
        }

        return new WebAnswer(response.StatusCode, content.ToArray(), null);
    }
}
