namespace Refrain.Cli.Commands;
