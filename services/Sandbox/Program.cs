using System.Globalization;
using Teg.Platform.Sandbox;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

await SandboxApp.Build(args).RunAsync();
