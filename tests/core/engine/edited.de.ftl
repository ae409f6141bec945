tea = Tee
cold = Der Tee ist kalt
yes = Ja
