using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The broker itself, beside MassTransit: for looking at queues and putting back what failed.</summary>
internal static class BrokerConnection
{
    public static Uri Address(IConfiguration configuration) =>
        Uri.TryCreate(configuration.GetConnectionString("rabbitmq"), UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps"
            ? address
            : throw new InvalidOperationException(
                "ConnectionStrings__rabbitmq is not set to an AMQP address such as \"amqp://guest:guest@localhost:8073\". AppHost injects it.");

    public static async Task<IConnection> OpenAsync(IConfiguration configuration, CancellationToken ct) => await new ConnectionFactory
    {
        Uri = Address(configuration), AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    }.CreateConnectionAsync($"{AppDomain.CurrentDomain.FriendlyName} queues", ct);

    public static bool IsOutage(Exception exception) => exception is RabbitMQClientException or SocketException or IOException or TimeoutException or OperationCanceledException;
}
