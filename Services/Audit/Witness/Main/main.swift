WitnessProcess().run()
