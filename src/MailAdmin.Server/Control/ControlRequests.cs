using System.Collections.Concurrent;
using MailAdmin.Requests;

namespace MailAdmin.Server.Control;

/// <summary>Finds the kind of a request by the name under which it travels: that of its record.</summary>
internal static class ControlRequests
{
    private static readonly ConcurrentDictionary<string, ControlRequest> Known = new(StringComparer.Ordinal);

    /// <summary>The name of a request on the channel.</summary>
    public static string NameOf(object request) => request.GetType().Name;

    /// <summary>Returns null when no request has the name: it comes from another version of the module.</summary>
    public static ControlRequest? Find(string name)
    {
        if (Known.TryGetValue(name, out ControlRequest? known))
        {
            return known;
        }

        // Only names that are found are kept, so that a client cannot fill the memory with others.
        return Create(name) is { } created ? Known.GetOrAdd(name, created) : null;
    }

    private static ControlRequest? Create(string name)
    {
        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        Type contracts = typeof(IMailAdministration);
        Type? request = contracts.Assembly.GetType($"{contracts.Namespace}.{name}");
        return request is { IsAbstract: false }
            ? Create(request, typeof(IRequest<>), typeof(ControlCall<,>))
                ?? Create(request, typeof(IStreamRequest<>), typeof(ControlStream<,>))
            : null;
    }

    private static ControlRequest? Create(Type request, Type contract, Type kind)
    {
        Type? asked = request.GetInterfaces()
            .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == contract);
        return asked is null
            ? null
            : (ControlRequest)Activator.CreateInstance(kind.MakeGenericType(request, asked.GenericTypeArguments[0]))!;
    }
}
