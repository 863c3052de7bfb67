Example.App.Build(args).Run();
