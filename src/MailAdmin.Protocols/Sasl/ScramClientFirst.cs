using System.Text;

namespace MailAdmin.Protocols.Sasl;

/// <summary>The first message of a SCRAM client. RFC 5802 §7</summary>
/// <param name="Gs2Header">The channel binding flag and the authorization identity, as sent, with the last
/// comma.</param>
/// <param name="Bare">The rest, as sent: a part of what is signed.</param>
/// <param name="Flag">'n': the client cannot bind; 'y': it could but thinks that we cannot; 'p': it does.</param>
/// <param name="Authorization">The authorization identity, decoded; empty: none.</param>
/// <param name="UserName">The user name, decoded.</param>
/// <param name="Nonce">The client's nonce.</param>
internal sealed record ScramClientFirst(
    byte[] Gs2Header, byte[] Bare, char Flag, byte[] Authorization, byte[] UserName, string Nonce)
{
    // client-first-message = gs2-header client-first-message-bare
    // gs2-header = gs2-cbind-flag "," [ authzid ] ","     gs2-cbind-flag = ("p=" cb-name) / "n" / "y"
    // client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
    public static ScramClientFirst? Read(ReadOnlySpan<byte> message)
    {
        int flagEnd = message.IndexOf((byte)',');
        int identityEnd = flagEnd < 0 ? -1 : message[(flagEnd + 1)..].IndexOf((byte)',');
        if (identityEnd < 0 || !IsFlag(message[..flagEnd]))
        {
            return null;
        }

        ReadOnlySpan<byte> identity = message.Slice(flagEnd + 1, identityEnd);
        int headerLength = flagEnd + identityEnd + 2;
        ReadOnlySpan<byte> bare = message[headerLength..];

        // A mandatory extension "m=" would come first, and must be refused: it is no user name.
        ScramAttributes attributes = new(bare);
        bool valid = attributes.TryRead('n', out ReadOnlySpan<byte> userName)
            & attributes.TryRead('r', out ReadOnlySpan<byte> nonce)
            & TryDecodeName(userName, out byte[] decodedName)
            & TryDecodeIdentity(identity, out byte[] decodedIdentity);
        return valid && decodedName.Length > 0 && IsNonce(nonce)
            ? new ScramClientFirst(
                message[..headerLength].ToArray(),
                bare.ToArray(),
                (char)message[0],
                decodedIdentity,
                decodedName,
                Encoding.ASCII.GetString(nonce))
            : null;
    }

    private static bool IsFlag(ReadOnlySpan<byte> flag) =>
        flag.SequenceEqual("n"u8) || flag.SequenceEqual("y"u8) || (flag.StartsWith("p="u8) && flag.Length > 2);

    // printable = %x21-2B / %x2D-7E
    private static bool IsNonce(ReadOnlySpan<byte> nonce) =>
        !nonce.IsEmpty && nonce.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;

    private static bool TryDecodeIdentity(ReadOnlySpan<byte> identity, out byte[] decoded)
    {
        decoded = [];
        return identity.IsEmpty
            || (identity.StartsWith("a="u8) && TryDecodeName(identity[2..], out decoded) && decoded.Length > 0);
    }

    // saslname = 1*(value-safe-char / "=2C" / "=3D")
    private static bool TryDecodeName(ReadOnlySpan<byte> name, out byte[] decoded)
    {
        decoded = [];
        List<byte> bytes = new(name.Length);
        while (!name.IsEmpty)
        {
            int length = name[0] == '=' ? 3 : 1;
            if (length == 3 && !name.StartsWith("=2C"u8) && !name.StartsWith("=3D"u8))
            {
                return false;
            }

            bytes.Add(length == 1 ? name[0] : name[2] == 'C' ? (byte)',' : (byte)'=');
            name = name[length..];
        }

        decoded = [.. bytes];
        return !decoded.AsSpan().Contains((byte)0);
    }
}
