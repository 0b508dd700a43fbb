using Refrain.Cli;

return await Cli.RunAsync(args);
